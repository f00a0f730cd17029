package io.gatefarm.redis.key;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Makes client ids: 1 character cell, 2 characters partition, 16 random characters, all in base 32 ({@code 0-9a-v}). The 80
 * random bits make an id unguessable and never given twice; partitions are dealt round robin, so that they fill evenly.
 * Any thread may call it.
 */
public final class ClientIds {
    /** Characters of a client id. */
    public static final int LENGTH = 19;
    /** Partitions that two base-32 characters can name. */
    public static final int MAX_PARTITIONS = 1024;

    private static final char CELL = '0';
    private static final char[] BASE32 = "0123456789abcdefghijklmnopqrstuv".toCharArray();
    private static final int RANDOM_CHARS = 8;

    private final int partitions;
    private final RandomGenerator random;
    private final AtomicInteger next;

    /** @param random must not be guessable ({@link java.security.SecureRandom}) where clients may be strangers */
    public ClientIds(int partitions, RandomGenerator random) {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException("partitions must be 1 to " + MAX_PARTITIONS + " but is " + partitions);
        }
        this.partitions = partitions;
        this.random = random;
        this.next = new AtomicInteger(random.nextInt(partitions));
    }

    /** A new id, its partition the next in turn. */
    public String next() {
        int partition = Math.floorMod(next.getAndIncrement(), partitions);
        char[] id = new char[LENGTH];
        id[0] = CELL;
        id[1] = BASE32[partition >>> 5];
        id[2] = BASE32[partition & 31];
        randomChars(id, 3);
        randomChars(id, 3 + RANDOM_CHARS);
        return new String(id);
    }

    private void randomChars(char[] id, int from) {
        long bits = random.nextLong();
        for (int i = 0; i < RANDOM_CHARS; i++) {
            id[from + i] = BASE32[(int) (bits & 31)];
            bits >>>= 5;
        }
    }

    /**
     * The partition whose stream carries the client's events.
     *
     * @throws IllegalArgumentException when the text is not a client id
     */
    public static int partitionOf(String clientId) {
        if (!isClientId(clientId)) {
            throw new IllegalArgumentException("not a client id: \"" + clientId + "\"");
        }
        return Integer.parseInt(clientId, 1, 3, 32);
    }

    /** True when the text has the form of a client id; says nothing of whether such a client exists. */
    public static boolean isClientId(String text) {
        if (text.length() != LENGTH || text.charAt(0) != CELL) {
            return false;
        }
        for (int i = 1; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'v')) {
                return false;
            }
        }
        return true;
    }

    /** A random name of 16 base-32 characters, for gateways, workers and instances. */
    public static String randomName(RandomGenerator random) {
        char[] name = new char[2 * RANDOM_CHARS];
        var ids = new ClientIds(1, random);
        ids.randomChars(name, 0);
        ids.randomChars(name, RANDOM_CHARS);
        return new String(name);
    }
}
