package io.gatefarm.bench.push;

import java.time.Duration;
import java.util.List;

/**
 * What is sent, and for how long.
 *
 * @param kinds each is measured on its own, in this order
 * @param outstanding calls that may wait for their receipts
 * @param messageBytes bytes of a message
 * @param warmup before the runs of each kind
 * @param measured length of one run
 * @param runs how many of each kind
 */
public record PushConfig(
        List<PushKind> kinds,
        int gateways,
        int clients,
        int outstanding,
        int messageBytes,
        Duration warmup,
        Duration measured,
        int runs) {
    public PushConfig {
        kinds = List.copyOf(kinds);
        check("gateways", gateways, 1, 50);
        check("clients", clients, 100, 200_000);
        check("outstanding", outstanding, 1, 10_000);
        check("bytes", messageBytes, 1, 65_536);
        check("warmup", (int) warmup.toSeconds(), 0, 600);
        check("seconds", (int) measured.toSeconds(), 1, 600);
        check("runs", runs, 1, 20);
        if (clients % 100 != 0) {
            throw new IllegalArgumentException("clients must be a multiple of 100 but is " + clients);
        }
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + " but is " + value);
        }
    }
}
