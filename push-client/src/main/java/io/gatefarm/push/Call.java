package io.gatefarm.push;

import io.gatefarm.redis.channel.Target;
import java.util.concurrent.CompletableFuture;

/** Something in a {@link SendQueue}. */
sealed interface Call {
    /** What it holds while it waits. */
    default int bytes() {
        return 0;
    }

    /** A frame for a target; neighbours of one target are merged. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Publish(Target target, byte[] frame, CompletableFuture<Long> reached) implements Call {
        @Override
        public int bytes() {
            return frame.length;
        }
    }

    /**
     * A Redis call; every frame before it is sent first.
     *
     * @param bytes of its arguments, about; 0 for a small one
     * @param last what follows waits for its answer
     */
    record Script(Sessions sessions, int bytes, boolean last, Runnable start, CompletableFuture<?> started)
            implements Call {}

    /** Runs when all before it has been answered. */
    record Settled(Runnable action) implements Call {}
}
