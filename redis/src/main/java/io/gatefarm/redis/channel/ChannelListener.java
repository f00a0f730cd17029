package io.gatefarm.redis.channel;

/** Gets a gateway's channel messages, one at a time, on an I/O thread; must not block. */
public interface ChannelListener {
    /** A message to this gateway alone. */
    void toGateway(byte[] message);

    /** A message to every gateway; its number counts on its own. */
    void toAll(byte[] message);
}
