package ru.perfscale.cycle.one;

/** Breaks a rule on purpose. */
public record One(ru.perfscale.cycle.two.Two other) {}
