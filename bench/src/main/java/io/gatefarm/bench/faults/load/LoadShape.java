package io.gatefarm.bench.faults.load;

/**
 * How much a {@link NumberedLoad} sends.
 *
 * @param prefix of every connection's name; no other load of the farm may have it
 * @param clients that send
 * @param perSecond messages of each client
 * @param padding bytes added to each message
 * @param silent further clients that never send
 */
public record LoadShape(String prefix, int clients, double perSecond, int padding, int silent) {
    public LoadShape {
        if (clients < 1 || clients + silent > 10_000 || perSecond <= 0 || clients * perSecond > 100_000) {
            throw new IllegalArgumentException(
                    "too much load or none: " + clients + " x " + perSecond + "/s and " + silent);
        }
    }

    /** 32 clients, ten small messages a second each. */
    public static LoadShape of(String prefix) {
        return new LoadShape(prefix, 32, 10, 0, 0);
    }
}
