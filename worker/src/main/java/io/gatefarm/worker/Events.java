package io.gatefarm.worker;

import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;

/**
 * The app's business code. Only {@link #onMessage} must be written.
 *
 * <p><b>Life.</b> {@link #onWorkerStart} once, before any event. Then for each client {@link #onConnect}, {@link #onMessage} for
 * each of its messages and {@link #onClose}, in order and one at a time. {@link #onWorkerStop} once, after the last event. Another
 * worker may handle the next event of a client, so what is to be remembered about it goes into its session, not into a field.
 *
 * <p><b>Threads.</b> One instance serves every client of the worker and must be thread-safe: different clients are handled in
 * parallel, each event on a virtual thread that may block. A callback holds up its own client only. One that still runs when its
 * worker has been stopping for {@link io.gatefarm.worker.partition.WorkLimits#handOver} is interrupted, and its event comes again.
 *
 * <p><b>Repeats.</b> An event comes at least once: a second time only when its worker died, lost its lease or was stopped before
 * it could note that it was done, when Redis did not answer the callback or lost data that another worker had handled, or when the
 * callback failed and is to be tried again. {@link Client#isRedelivered} is true then, and {@link Client#eventKey} is the same each
 * time. Order holds: nothing of a client comes before an event that comes again.
 *
 * <p><b>Errors.</b> A callback that throws, or whose session cannot be written, is logged and tried again as often as {@link
 * io.gatefarm.worker.partition.WorkLimits#retries} says, by default not at all; only its own client waits. Then its event is kept in
 * the dead letters, and the client's next events go on. What it had sent stays sent, what it had put into the session is dropped.
 * An event whose handling ends the process, again and again, is kept there after the third time. {@link io.gatefarm.redis.connection.RedisUnavailableException} is no failure, also wrapped as {@code join} and {@code
 * get} of a stage do: the event is handled again until Redis answers.
 *
 * <p><b>Closing.</b> A client that a callback closes, see {@link Client#close(io.gatefarm.push.Close)}, is not listened to any more:
 * what it had sent before the close took effect is passed over, by a worker that takes over later, too, and {@code onClose} follows.
 *
 * <p><b>Cost.</b> A callback costs no Redis call of its own; reading uid or session costs one each, a changed session one more.
 */
public interface Events {
    /** The worker is about to handle events; on the thread of {@link Worker#start}. What it throws ends the start. */
    default void onWorkerStart(Worker worker) throws Exception {}

    /**
     * A client connected, its handshake done; what is sent here is the first that it gets. When this throws, the client is closed
     * with 1011 and {@code onClose} follows, without any {@code onMessage}.
     */
    default void onConnect(Client client, Handshake handshake) throws Exception {}

    /** A client sent a message, text or binary, of at most the gateway's {@code maxMessageBytes}. */
    void onMessage(Client client, Message message) throws Exception;

    /**
     * A client is gone, for whatever reason, a killed gateway included. Its session and uid can still be read, for the last time;
     * it is in no group, uid or count any more.
     */
    default void onClose(Client client, CloseReason reason) throws Exception {}

    /** The worker has handled its last event; sends still work. What this throws is logged. */
    default void onWorkerStop(Worker worker) throws Exception {}
}
