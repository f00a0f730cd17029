package io.gatefarm.push.testing;

import io.gatefarm.redis.event.Message;

/** One thing that came to a client of a {@link FakeGateway}. Immutable. */
public sealed interface Received {
    /**
     * A message, the last one of a close included.
     *
     * @param droppable sent with {@link io.gatefarm.push.SendOptions#droppable}
     * @param latestOf as in {@link io.gatefarm.push.SendOptions#latest}, or ""
     */
    record Sent(Message message, boolean droppable, String latestOf) implements Received {
        /** A message that replaces nothing. */
        public Sent(Message message, boolean droppable) {
            this(message, droppable, "");
        }
    }

    /** A close frame; no message comes after it. */
    record Closed(int code, String reason) implements Received {}

    /** The connection was cut off; nothing comes after it. */
    record Aborted() implements Received {}
}
