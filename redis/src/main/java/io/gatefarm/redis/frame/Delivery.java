package io.gatefarm.redis.frame;

/**
 * What becomes of a message when its receiver is behind.
 *
 * @param droppable a client whose queue is full misses the message and is not dealt with as too slow for it
 * @param latest names what the message is the newest of: an older one of the same name that still waits for the client is taken
 *     out; "" when it replaces nothing
 */
public record Delivery(boolean droppable, String latest) {
    /** Neither dropped nor replaced. */
    public static final Delivery EACH = new Delivery(false, "");
}
