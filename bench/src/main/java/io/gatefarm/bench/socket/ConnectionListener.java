package io.gatefarm.bench.socket;

/** What a connection tells. Called on the loop's thread; must not block. */
public interface ConnectionListener {
    /** Hears nothing: for idle connections. */
    ConnectionListener SILENT = new ConnectionListener() {};

    /**
     * One whole message, its fragments joined. What the listener offers to the connection goes out together when all that
     * has arrived was told.
     *
     * @param text whether it is a text message, else binary
     * @param bytes the payload; valid only during this call
     * @param length bytes of the payload
     * @param nowNs when it was read, as {@link System#nanoTime}
     */
    default void onMessage(ClientConnection connection, boolean text, byte[] bytes, int length, long nowNs) {}

    /** A connection that answered FULL takes messages again. */
    default void onWritable(ClientConnection connection, long nowNs) {}

    /** The connection is gone, whoever ended it. */
    default void onClosed(ClientConnection connection) {}
}
