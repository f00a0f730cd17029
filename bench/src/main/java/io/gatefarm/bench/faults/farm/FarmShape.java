package io.gatefarm.bench.faults.farm;

/**
 * What a farm to be broken consists of.
 *
 * @param gatewayHeapMb megabytes of heap of each gateway
 */
public record FarmShape(int gateways, int workers, int partitions, int gatewayHeapMb) {
    /** Two of each, eight partitions, small heaps. */
    public static final FarmShape SMALL = new FarmShape(2, 2, 8, 64);

    public FarmShape {
        if (gateways < 1 || workers < 1 || gateways > 4 || workers > 4) {
            throw new IllegalArgumentException("1 to 4 of each, not " + gateways + " and " + workers);
        }
    }
}
