package io.gatefarm.bench.farm;

/** How many of each a farm has. */
public record FarmSize(int gateways, int workers, int partitions) {
    public FarmSize {
        if (gateways < 1 || workers < 1 || partitions < 1 || gateways > 50 || workers > 50 || partitions > 1024) {
            throw new IllegalArgumentException(
                    "a farm has 1 to 50 gateways, 1 to 50 workers and 1 to 1024 partitions, not " + gateways + ", "
                            + workers + ", " + partitions);
        }
    }
}
