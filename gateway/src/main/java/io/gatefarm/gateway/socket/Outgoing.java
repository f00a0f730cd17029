package io.gatefarm.gateway.socket;

import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Delivery;

/** A frame on its way to one or many sockets, encoded once. Immutable; its bytes are shared and not to be changed. */
public final class Outgoing {
    private final byte[] bytes;
    private final Delivery delivery;
    private final boolean control;

    private Outgoing(byte[] bytes, Delivery delivery, boolean control) {
        this.bytes = bytes;
        this.delivery = delivery;
        this.control = control;
    }

    /** A message for clients. */
    public static Outgoing message(Message message, Delivery delivery) {
        return new Outgoing(WireFrame.message(message), delivery, false);
    }

    /** A message for clients that is neither dropped nor replaced. */
    public static Outgoing message(Message message) {
        return message(message, Delivery.EACH);
    }

    /** A ping, pong or close. */
    static Outgoing control(byte[] frame) {
        return new Outgoing(frame, Delivery.EACH, true);
    }

    /** The whole frame. */
    byte[] bytes() {
        return bytes;
    }

    /** Bytes of the whole frame. */
    public int length() {
        return bytes.length;
    }

    /** What becomes of it when its receiver is behind. */
    public Delivery delivery() {
        return delivery;
    }

    /** True when an older frame of its name is to give way to it. */
    public boolean isLatest() {
        return !delivery.latest().isEmpty();
    }

    /** True for a ping, pong or close, which is never dropped to make room. */
    boolean isControl() {
        return control;
    }
}
