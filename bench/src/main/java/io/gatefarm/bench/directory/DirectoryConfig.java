package io.gatefarm.bench.directory;

import java.util.List;

/**
 * Which directories are asked, and how often.
 *
 * @param gateways how many gateways each directory has; one after the other
 * @param clients of each directory; every one has a uid and is in a group of 100
 * @param largeGroup how many of them are in one more group
 * @param questions of each kind; pages are asked a tenth as often
 */
public record DirectoryConfig(List<Integer> gateways, int clients, int largeGroup, int questions) {
    public DirectoryConfig {
        gateways = List.copyOf(gateways);
        gateways.forEach(count -> check("gateways", count, 1, 50));
        check("clients", clients, 100, 1_000_000);
        check("large-group", largeGroup, 1, clients);
        check("questions", questions, 10, 1_000_000);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + " but is " + value);
        }
    }
}
