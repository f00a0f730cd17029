package io.gatefarm.cli.view;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.gatefarm.redis.overview.FarmReading;
import io.gatefarm.redis.overview.GatewayReading;
import io.gatefarm.redis.overview.PartitionReading;
import io.gatefarm.redis.overview.WorkerReading;

/** A farm for scripts; the fields stand in {@code docs/cli.md} and stay. */
public final class StatusJson {
    private StatusJson() {}

    /**
     * @param before an earlier reading that rates come from; the same one when there is none
     * @param pretty over several lines
     */
    public static String of(FarmReading before, FarmReading now, boolean pretty) {
        var rates = new Rates(before);
        var gateways = new JsonArray();
        now.gateways().forEach(gateway -> gateways.add(gateway(gateway, now, rates)));
        var workers = new JsonArray();
        now.workers().forEach(worker -> workers.add(worker(worker, now, rates)));
        var partitions = new JsonArray();
        now.partitions().forEach(partition -> partitions.add(partition(partition)));
        var json = new JsonObject();
        json.addProperty("app", now.app());
        json.addProperty("timeMs", now.timeMs());
        json.addProperty("sampleMs", now.timeMs() - before.timeMs());
        json.addProperty("clients", now.clients());
        json.addProperty("groups", now.groups());
        json.addProperty("uids", now.uids());
        json.addProperty("deadLetters", now.deadLetters());
        json.add("gateways", gateways);
        json.add("workers", workers);
        json.add("partitions", partitions);
        return print(json, pretty);
    }

    static String print(JsonObject json, boolean pretty) {
        var gson = new GsonBuilder().serializeNulls().disableHtmlEscaping();
        return (pretty ? gson.setPrettyPrinting() : gson).create().toJson(json);
    }

    private static JsonObject gateway(GatewayReading gateway, FarmReading now, Rates rates) {
        var counts = gateway.counts();
        var json = new JsonObject();
        json.addProperty("id", gateway.id());
        json.addProperty("host", gateway.host());
        json.addProperty("state", gateway.state());
        json.addProperty("leaseLeftMs", left(gateway.leaseEndMs(), now));
        json.addProperty("clients", counts.clients());
        json.addProperty("opened", counts.opened());
        json.addProperty("closed", counts.closed());
        json.addProperty("messagesIn", counts.messagesIn());
        json.addProperty("messagesOut", counts.messagesOut());
        json.addProperty("bytesIn", counts.bytesIn());
        json.addProperty("bytesOut", counts.bytesOut());
        rate(json, "messagesInPerSecond", rates.of(gateway, g -> g.counts().messagesIn()));
        rate(json, "messagesOutPerSecond", rates.of(gateway, g -> g.counts().messagesOut()));
        rate(json, "bytesInPerSecond", rates.of(gateway, g -> g.counts().bytesIn()));
        rate(json, "bytesOutPerSecond", rates.of(gateway, g -> g.counts().bytesOut()));
        return json;
    }

    private static JsonObject worker(WorkerReading worker, FarmReading now, Rates rates) {
        var owned = new JsonArray();
        now.partitions().stream()
                .filter(partition -> partition.owner().equals(worker.id()))
                .forEach(partition -> owned.add(partition.partition()));
        var json = new JsonObject();
        json.addProperty("id", worker.id());
        json.addProperty("name", worker.name());
        json.addProperty("host", worker.host());
        json.addProperty("pid", worker.pid());
        json.addProperty("started", worker.started());
        json.addProperty("state", WorkerState.of(worker, now.timeMs()));
        json.addProperty("leaseLeftMs", left(worker.leaseEndMs(), now));
        json.add("partitions", owned);
        json.addProperty("handled", worker.counts().handled());
        json.addProperty("failed", worker.counts().failed());
        rate(json, "handledPerSecond", rates.of(worker, w -> w.counts().handled()));
        return json;
    }

    private static JsonObject partition(PartitionReading partition) {
        var json = new JsonObject();
        json.addProperty("partition", partition.partition());
        json.addProperty("owner", partition.owner());
        json.addProperty("lag", partition.lag());
        json.addProperty("unfinished", partition.unfinished());
        return json;
    }

    private static long left(long endMs, FarmReading now) {
        return Math.max(0, endMs - now.timeMs());
    }

    private static void rate(JsonObject json, String name, double perSecond) {
        json.add(
                name,
                Double.isNaN(perSecond) ? JsonNull.INSTANCE : new JsonPrimitive(Math.round(perSecond * 10) / 10.0));
    }
}
