package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.Member;
import io.gatefarm.bench.faults.farm.RedisConsole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the farm holds between two faults.
 *
 * @param keys of clients, sessions, groups and uids in Redis
 * @param waiting events in all streams
 * @param largestMb most memory of any gateway or worker
 */
record SoakSample(int keys, long waiting, long largestMb) {
    /** Sessions of clients that just left are still there for a moment. */
    private static final int KEYS_SLACK = 100;

    private static final long WAITING_SLACK = 5_000;
    private static final long SLACK_MB = 80;

    static SoakSample of(FaultFarm farm) {
        RedisConsole redis = farm.console();
        int keys = Stream.of("client:*", "session:*", "group:*", "uid:*")
                .mapToInt(pattern ->
                        redis.list("KEYS", farm.keys().tag() + pattern).size())
                .sum();
        long waiting = redis.list("KEYS", farm.keys().tag() + "in:*").stream()
                .mapToLong(stream -> Long.parseLong(redis.text("XLEN", stream)))
                .sum();
        long largest = farm.members().stream()
                .map(Member::process)
                .mapToLong(process -> process.residentMb())
                .max()
                .orElse(0);
        return new SoakSample(keys, waiting, largest);
    }

    /** What has grown from the first third to the last, in words. */
    static List<String> growth(List<SoakSample> samples) {
        List<String> grown = new ArrayList<>();
        int third = samples.size() / 3;
        if (third == 0) {
            return grown;
        }
        SoakSample before = largest(samples.subList(0, third));
        SoakSample after = largest(samples.subList(samples.size() - third, samples.size()));
        if (after.keys > before.keys + KEYS_SLACK
                || after.waiting > before.waiting + WAITING_SLACK
                || after.largestMb > before.largestMb + SLACK_MB) {
            grown.add("grown from " + before + " to " + after);
        }
        return grown;
    }

    private static SoakSample largest(List<SoakSample> samples) {
        return new SoakSample(
                samples.stream().mapToInt(SoakSample::keys).max().orElse(0),
                samples.stream().mapToLong(SoakSample::waiting).max().orElse(0),
                samples.stream().mapToLong(SoakSample::largestMb).max().orElse(0));
    }
}
