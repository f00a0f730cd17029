package io.gatefarm.gateway;

import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.config.FarmConfig;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.InboundConfig;
import io.gatefarm.gateway.config.LeaseConfig;
import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.gateway.config.PingConfig;
import io.gatefarm.gateway.http.StaticFiles;
import io.gatefarm.redis.process.FarmSettings;
import io.gatefarm.redis.process.Settings;
import java.time.Duration;

/** The settings of the gateway process: which variable or flag becomes which part of the config. */
final class GatewaySettings {
    private static final Duration TICK = Duration.ofMillis(100);

    private GatewaySettings() {}

    /** Asks for every setting there is. */
    static GatewayConfig config(Settings settings) {
        return new GatewayConfig(
                farm(settings), listen(settings), client(settings), inbound(settings), lease(settings));
    }

    private static FarmConfig farm(Settings settings) {
        var farm = FarmSettings.read(settings);
        return new FarmConfig(farm.redis(), farm.app(), farm.partitions());
    }

    private static ListenConfig listen(Settings settings) {
        var defaults = ListenConfig.DEFAULTS;
        return new ListenConfig(
                settings.text("host", defaults.host(), "address for clients"),
                settings.integer("port", defaults.port(), 0, 65535, "port for clients; 0 takes a free one"),
                settings.text("admin-host", defaults.adminHost(), "address for health and metrics"),
                settings.integer("admin-port", defaults.adminPort(), 0, 65535, "port for health and metrics"),
                settings.value(
                        "static-files",
                        defaults.staticFiles(),
                        "folder served at /, or classpath:folder",
                        StaticFiles::check));
    }

    private static ClientConfig client(Settings settings) {
        var defaults = ClientConfig.DEFAULTS;
        return new ClientConfig(
                (int) settings.bytes(
                        "max-message", defaults.maxMessageBytes(), 1, 16 << 20, "largest message of a client"),
                (int) settings.bytes(
                        "client-queue", defaults.queueBytes(), 1 << 10, 1 << 30, "bytes queued for one client"),
                settings.duration("close-timeout", defaults.closeTimeout(), TICK, "wait for the answer to a close"),
                ping(settings));
    }

    private static PingConfig ping(Settings settings) {
        var defaults = PingConfig.DEFAULTS;
        return new PingConfig(
                settings.duration(
                        "ping-interval", defaults.interval(), Duration.ZERO, "silence before a ping; 0 never"),
                settings.text("ping-text", defaults.text(), "message sent instead of a WebSocket ping"),
                settings.integer("ping-limit", defaults.limit(), 1, 1000, "pings that may stay unanswered"),
                settings.duration(
                        "idle-timeout", defaults.idleTimeout(), Duration.ZERO, "silence before a close; 0 never"));
    }

    private static InboundConfig inbound(Settings settings) {
        var defaults = InboundConfig.DEFAULTS;
        return new InboundConfig(
                settings.bytes(
                        "inbound-buffer", defaults.bufferBytes(), 1 << 10, 16L << 30, "events that may wait for Redis"),
                settings.integer(
                        "lag-limit", (int) defaults.lagLimit(), 1, Integer.MAX_VALUE, "unread events of a partition"),
                settings.duration("outage-limit", defaults.outageLimit(), TICK, "how long a waiting client is kept"));
    }

    /** Beat and lease are no settings: workers, which watch them, count on the defaults. */
    private static LeaseConfig lease(Settings settings) {
        var defaults = LeaseConfig.DEFAULTS;
        Duration window = settings.duration(
                "drain-window", defaults.drainWindow(), Duration.ZERO, "time over which clients are closed at a stop");
        return new LeaseConfig(defaults.lease(), defaults.beat(), window);
    }
}
