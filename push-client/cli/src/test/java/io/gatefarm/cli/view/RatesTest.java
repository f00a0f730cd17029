package io.gatefarm.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.overview.FarmReading;
import io.gatefarm.redis.overview.GatewayReading;
import io.gatefarm.redis.overview.WorkerReading;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static FarmReading reading(long timeMs, long leaseEndMs, long messages, long handled) {
        var counts = new GatewayCounts(1, 1, 0, messages, 64 * messages, 2 * messages, 128 * messages);
        return new FarmReading(
                "chat",
                timeMs,
                1,
                0,
                0,
                0,
                List.of(new GatewayReading("g", "h", "up", leaseEndMs, counts)),
                List.of(new WorkerReading("w", "n", "h", "1", "", leaseEndMs, new WorkerCounts(handled, 0))),
                List.of());
    }

    private static JsonObject first(String list, FarmReading before, FarmReading now) {
        String json = StatusJson.of(before, now, false);
        return JsonParser.parseString(json)
                .getAsJsonObject()
                .getAsJsonArray(list)
                .get(0)
                .getAsJsonObject();
    }

    @Test
    void rate_twoBeats_isOfTheTimeBetweenThem() {
        FarmReading before = reading(1_000, 10_000, 100, 50);
        FarmReading now = reading(3_500, 12_000, 1_100, 60);

        JsonObject gateway = first("gateways", before, now);
        assertThat(gateway.get("messagesInPerSecond").getAsDouble()).isEqualTo(500);
        assertThat(gateway.get("messagesOutPerSecond").getAsDouble()).isEqualTo(1_000);
        assertThat(gateway.get("bytesInPerSecond").getAsDouble()).isEqualTo(32_000);
        assertThat(first("workers", before, now).get("handledPerSecond").getAsDouble())
                .isEqualTo(5);
        assertThat(StatusTable.of(before, now, 120)).contains("Rates are of the last 2.5 s");
    }

    @Test
    void rate_oneBeat_isNone() {
        FarmReading now = reading(3_500, 12_000, 1_100, 60);

        assertThat(first("gateways", now, now).get("messagesInPerSecond").isJsonNull())
                .isTrue();
        assertThat(StatusTable.of(now, now, 120)).doesNotContain("Rates are");
    }
}
