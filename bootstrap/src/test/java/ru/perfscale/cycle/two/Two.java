package ru.perfscale.cycle.two;

/** Breaks a rule on purpose. */
public record Two(ru.perfscale.cycle.one.One other) {}
