package io.gatefarm.gateway.admission;

/** One client's place among the connections that are counted; shared by clients of one address. */
public interface Place {
    /** Gives it back, once per client. */
    void leave();
}
