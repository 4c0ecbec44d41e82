/**
 * What a run costs and how its machine is doing, once a second. {@code HealthProbe} puts it
 * together from {@code MachineTimes} (the whole machine) and a {@code ToolUsage}: by cgroup where
 * the run has one ({@code CgroupUsage}), else by descent ({@code TreeUsage}). Everything is read
 * from /proc, a bounded number of files each second however many processes there are. Confined to
 * one thread.
 */
package ru.perfscale.runner.engine.internal.health;
