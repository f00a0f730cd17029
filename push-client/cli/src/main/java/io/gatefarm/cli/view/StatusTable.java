package io.gatefarm.cli.view;

import io.gatefarm.redis.overview.FarmReading;
import io.gatefarm.redis.overview.GatewayReading;
import io.gatefarm.redis.overview.PartitionReading;
import io.gatefarm.redis.overview.WorkerReading;

/** A farm for people. */
public final class StatusTable {
    private static final String END = System.lineSeparator();

    private StatusTable() {}

    /** @param before an earlier reading that rates come from; the same one when there is none */
    public static String of(FarmReading before, FarmReading now, int width) {
        var rates = new Rates(before);
        var text = new StringBuilder();
        text.append(String.format(
                        "app %s: %s, %s, %s, %s",
                        now.app(),
                        Numbers.count(now.clients(), "client"),
                        Numbers.count(now.groups(), "group"),
                        Numbers.count(now.uids(), "uid"),
                        Numbers.count(now.deadLetters(), "dead letter")))
                .append(END)
                .append(END)
                .append(gateways(now, rates).print(width))
                .append(END)
                .append(workers(now, rates).print(width))
                .append(END)
                .append(partitions(now).print(width));
        if (now.timeMs() > before.timeMs()) {
            text.append(END)
                    .append("Rates are of the last ")
                    .append(Numbers.seconds(now.timeMs() - before.timeMs()))
                    .append(", from what gateways store every 2 s and workers every second.")
                    .append(END);
        }
        return text.toString();
    }

    private static Table gateways(FarmReading now, Rates rates) {
        var table = new Table(
                "GATEWAY", "HOST", "STATE", ">CLIENTS", ">IN MSG/S", ">OUT MSG/S", ">IN KB/S", ">OUT KB/S", ">LEASE");
        for (GatewayReading gateway : now.gateways()) {
            table.row(
                    gateway.id(),
                    gateway.host(),
                    gateway.state(),
                    Numbers.count(gateway.counts().clients()),
                    Numbers.rate(rates.of(gateway, g -> g.counts().messagesIn())),
                    Numbers.rate(rates.of(gateway, g -> g.counts().messagesOut())),
                    Numbers.kibibytes(rates.of(gateway, g -> g.counts().bytesIn())),
                    Numbers.kibibytes(rates.of(gateway, g -> g.counts().bytesOut())),
                    lease(gateway.leaseEndMs(), now));
        }
        return table;
    }

    private static Table workers(FarmReading now, Rates rates) {
        var table =
                new Table("WORKER", "NAME", "HOST", ">PID", "STATE", ">PARTITIONS", ">EVENTS/S", ">FAILED", ">LEASE");
        for (WorkerReading worker : now.workers()) {
            long owned = now.partitions().stream()
                    .filter(partition -> partition.owner().equals(worker.id()))
                    .count();
            table.row(
                    worker.id(),
                    worker.name(),
                    worker.host(),
                    worker.pid(),
                    WorkerState.of(worker, now.timeMs()),
                    owned,
                    Numbers.rate(rates.of(worker, w -> w.counts().handled())),
                    Numbers.count(worker.counts().failed()),
                    lease(worker.leaseEndMs(), now));
        }
        return table;
    }

    private static String lease(long endMs, FarmReading now) {
        return endMs == 0 ? Numbers.NONE : Numbers.seconds(endMs - now.timeMs());
    }

    private static Table partitions(FarmReading now) {
        var table = new Table(">PARTITION", "OWNER", ">LAG", ">UNFINISHED");
        for (PartitionReading partition : now.partitions()) {
            String owner = partition.owner().isEmpty() ? Numbers.NONE : partition.owner();
            table.row(partition.partition(), owner, Numbers.count(partition.lag()), partition.unfinished());
        }
        return table;
    }
}
