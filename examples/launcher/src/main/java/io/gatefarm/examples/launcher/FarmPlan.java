package io.gatefarm.examples.launcher;

/**
 * What the launcher starts.
 *
 * @param gateways on ports {@code port}, {@code port + 1} .. with admin ports {@code adminPort}, {@code adminPort + 1} ..; a port
 *     of 0 takes free ones
 * @param app the app's name in Redis
 * @param redisUri a running Redis, or "" to start one
 */
record FarmPlan(int gateways, int workers, int port, int adminPort, String app, String redisUri) {
    private static final int MOST = 100;

    FarmPlan {
        range("--gateways", gateways, 1, MOST);
        range("--workers", workers, 0, MOST);
        range("--port", port, 0, 65_535 - MOST);
        range("--admin-port", adminPort, 0, 65_535 - MOST);
    }

    private static void range(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " must be " + min + " to " + max + " but is " + value);
        }
    }

    /** The n-th port after a first one; 0 stays 0. */
    static int count(int first, int n) {
        return first == 0 ? 0 : first + n;
    }
}
