package io.gatefarm.gateway.flow;

/** A source that stops when a queue is full. */
public interface Pausable {
    /** There is room again. Called once for each FULL, on any thread, outside locks; must not block. */
    void resume();
}
