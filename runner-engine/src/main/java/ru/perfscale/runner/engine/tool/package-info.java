/**
 * How the engine meets load tools: {@link ru.perfscale.runner.engine.tool.ToolFinder} says where a
 * tool is installed, {@link ru.perfscale.runner.engine.tool.LoadTool} how it is started, read,
 * stopped and judged. Drivers are stateless and used by many runs at once.
 */
package ru.perfscale.runner.engine.tool;
