package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.RedisConsole;
import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.redis.key.Keys;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks for what clients left behind in Redis. */
final class DirectoryCheck {
    private final Keys keys;
    private final RedisConsole redis;

    private DirectoryCheck(Keys keys, RedisConsole redis) {
        this.keys = keys;
        this.redis = redis;
    }

    static DirectoryCheck of(FaultFarm farm) {
        return new DirectoryCheck(farm.keys(), farm.console());
    }

    /** What is left although no client is connected: keys, or a count that is not 0. */
    Set<String> leftovers() {
        Set<String> left = new TreeSet<>();
        for (String part : List.of("client:", "session:", "group:", "group-gateways:", "uid:", "gateway-clients:")) {
            left.addAll(redis.list("KEYS", keys.tag().replace("[", "\\[") + part + "*"));
        }
        if (redis.text("EXISTS", keys.deadGateways()).equals("1")) {
            left.add(keys.deadGateways());
        }
        String count = redis.text("HGET", keys.cell(), "clients");
        if (!count.isEmpty() && !count.equals("0")) {
            left.add(keys.cell() + " clients=" + count);
        }
        return left;
    }

    /** Whether a gateway and its clients are in no list any more. */
    boolean isSwept(String gatewayId) {
        try {
            return redis.text("EXISTS", keys.gatewayClients(gatewayId)).equals("0")
                    && redis.text("ZSCORE", keys.gateways(), gatewayId).isEmpty()
                    && redis.text("SISMEMBER", keys.deadGateways(), gatewayId).equals("0");
        } catch (LoadFailedException e) {
            return false; // Redis is away
        }
    }
}
