package io.gatefarm.gateway.config;

/**
 * Where the gateway listens.
 *
 * @param host address for clients
 * @param port TCP port for clients; 0 takes a free one
 * @param adminHost address for health, information and metrics
 * @param adminPort TCP port for these; 0 takes a free one
 * @param staticFiles what is served at {@code /} to plain GET requests: a folder, or {@code classpath:} and a folder on the
 *     class path; "" serves nothing
 */
public record ListenConfig(String host, int port, String adminHost, int adminPort, String staticFiles) {
    public static final ListenConfig DEFAULTS = new ListenConfig("0.0.0.0", 8282, "0.0.0.0", 9282, "");

    public ListenConfig {
        Check.range("port", port, 0, 65535);
        Check.range("adminPort", adminPort, 0, 65535);
    }

    public ListenConfig withPorts(int port, int adminPort) {
        return new ListenConfig(host, port, adminHost, adminPort, staticFiles);
    }

    public ListenConfig withStaticFiles(String staticFiles) {
        return new ListenConfig(host, port, adminHost, adminPort, staticFiles);
    }
}
