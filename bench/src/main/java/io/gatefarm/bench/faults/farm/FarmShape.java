package io.gatefarm.bench.faults.farm;

/**
 * What a farm to be broken consists of.
 *
 * @param gatewayHeapMb megabytes of heap of each gateway
 * @param sentinels whether Redis has a replica and three Sentinels; then there are no proxies, for the Sentinels tell where the master is
 */
public record FarmShape(int gateways, int workers, int partitions, int gatewayHeapMb, boolean sentinels) {
    /** Two of each, eight partitions, small heaps. */
    public static final FarmShape SMALL = new FarmShape(2, 2, 8, 64, false);

    /** The same behind Sentinels. */
    public static final FarmShape SENTINELS = new FarmShape(2, 2, 8, 64, true);

    /** With room for 18,000 clients. */
    public static final FarmShape LARGE = new FarmShape(2, 2, 8, 400, false);

    public FarmShape {
        if (gateways < 1 || workers < 1 || gateways > 4 || workers > 4) {
            throw new IllegalArgumentException("1 to 4 of each, not " + gateways + " and " + workers);
        }
    }
}
