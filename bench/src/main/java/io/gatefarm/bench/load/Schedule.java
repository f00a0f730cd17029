package io.gatefarm.bench.load;

/** When which connection sends. Sequences of each connection count from 0. */
sealed interface Schedule {
    /** How many messages a connection may have sent by now, when this many of them are done with. */
    long allowed(int connection, long done, long nowNs);

    /** Notes that a message is sent now; returns the time that its latency counts from. */
    long sent(int connection, long sequence, long nowNs);

    /** The time that the latency of a message under way counts from. */
    long sentNs(int connection, long sequence);

    /** Each connection keeps a fixed number of messages under way: a slow server gets less load. */
    final class ClosedLoop implements Schedule {
        private final int inFlight;
        private final Window window;
        private final long[] sentNs;

        ClosedLoop(int connections, int inFlight, Window window) {
            this.inFlight = inFlight;
            this.window = window;
            this.sentNs = new long[Math.multiplyExact(connections, inFlight)];
        }

        @Override
        public long allowed(int connection, long done, long nowNs) {
            return window.sending(nowNs) ? done + inFlight : 0;
        }

        @Override
        public long sent(int connection, long sequence, long nowNs) {
            sentNs[slot(connection, sequence)] = nowNs;
            return nowNs;
        }

        @Override
        public long sentNs(int connection, long sequence) {
            return sentNs[slot(connection, sequence)];
        }

        private int slot(int connection, long sequence) {
            return connection * inFlight + (int) (sequence % inFlight);
        }
    }

    /**
     * Messages are due at fixed times, one connection after the other, whatever the server does. Latency counts from when a
     * message was due, not from when it could be sent: a stalled server is seen in all messages that it held up.
     */
    final class OpenLoop implements Schedule {
        private final int connections;
        private final double intervalNs;
        private final long startNs;
        private final long messages;

        OpenLoop(int connections, double messagesPerSecond, Window window) {
            this.connections = connections;
            this.intervalNs = 1e9 / messagesPerSecond;
            this.startNs = window.startNs();
            this.messages = (long) ((window.toNs() - startNs) / intervalNs);
        }

        /** Messages of all connections in the whole run. */
        long messages() {
            return messages;
        }

        /** How many messages of all connections are due by now. */
        long due(long nowNs) {
            return nowNs - startNs < 0 ? 0 : Math.min(messages, (long) ((nowNs - startNs) / intervalNs) + 1);
        }

        /** When the n-th message of all is due. */
        long dueNs(long n) {
            return startNs + (long) Math.ceil(n * intervalNs);
        }

        double intervalNs() {
            return intervalNs;
        }

        @Override
        public long allowed(int connection, long done, long nowNs) {
            return (due(nowNs) - connection + connections - 1) / connections;
        }

        @Override
        public long sent(int connection, long sequence, long nowNs) {
            return sentNs(connection, sequence);
        }

        @Override
        public long sentNs(int connection, long sequence) {
            return dueNs(sequence * connections + connection);
        }
    }
}
