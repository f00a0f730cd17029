package io.gatefarm.push.testing;

import io.gatefarm.redis.event.Message;

/** One thing that came to a client of a {@link FakeGateway}. Immutable. */
public sealed interface Received {
    /**
     * A message, the last one of a close included.
     *
     * @param droppable sent with {@link io.gatefarm.push.SendOptions#droppable}
     */
    record Sent(Message message, boolean droppable) implements Received {}

    /** A close frame; no message comes after it. */
    record Closed(int code, String reason) implements Received {}

    /** The connection was cut off; nothing comes after it. */
    record Aborted() implements Received {}
}
