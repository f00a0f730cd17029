package io.gatefarm.bench.simulation.memory;

/** A simple string reply, such as OK. */
public record Status(String text) {
    static final Status OK = new Status("OK");
}
