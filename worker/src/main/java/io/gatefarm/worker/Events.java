package io.gatefarm.worker;

import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;

/**
 * The app's business code. One instance serves every client, so it must be thread-safe: events of one client come one at a time
 * and in order, {@code onConnect} first and {@code onClose} last; different clients are handled in parallel, each on a virtual
 * thread of its own that may block.
 *
 * <p>An event comes at least once: a second time only when its worker died, lost its lease or was stopped before it could note
 * that it was done, or when Redis did not answer the callback: when that throws {@link
 * io.gatefarm.redis.connection.RedisUnavailableException}, also wrapped as {@code join} and {@code get} of a stage do, the same
 * event is handled again after half a second. A callback that throws anything else, or whose session cannot be written, is logged
 * once and its event kept in the dead letters, without another try; the client's next events go on.
 *
 * <p>A client that a callback closes, see {@link Client#close(io.gatefarm.push.Close)}, is not listened to any more: messages that it
 * had sent before the close took effect are passed over, by a worker that takes over later, too, and {@code onClose} follows.
 */
public interface Events {
    /** The worker is about to handle events. What it throws ends the start. */
    default void onWorkerStart(Worker worker) throws Exception {}

    /**
     * A client connected. When this fails, the client is closed with 1011 and {@code onClose} follows, without any {@code
     * onMessage}.
     */
    default void onConnect(Client client, Handshake handshake) throws Exception {}

    /** A client sent a message. */
    void onMessage(Client client, Message message) throws Exception;

    /** A client is gone; its session and uid can still be read, and it is in no group, uid or count any more. */
    default void onClose(Client client, CloseReason reason) throws Exception {}

    /** The worker has handled its last event. */
    default void onWorkerStop(Worker worker) throws Exception {}
}
