package io.gatefarm.bench.simulation.memory;

/** A stream entry's id, in the order of the stream. */
record StreamId(long ms, long number) implements Comparable<StreamId> {
    static final StreamId ZERO = new StreamId(0, 0);

    static StreamId of(String text) {
        int dash = text.indexOf('-');
        return dash < 0
                ? new StreamId(Long.parseLong(text), 0)
                : new StreamId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    StreamId after() {
        return new StreamId(ms, number + 1);
    }

    @Override
    public int compareTo(StreamId other) {
        return ms != other.ms ? Long.compare(ms, other.ms) : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return ms + "-" + number;
    }
}
