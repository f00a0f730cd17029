package io.gatefarm.gateway;

import io.gatefarm.gateway.admission.Admission;
import io.gatefarm.gateway.config.AdmissionConfig;
import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.config.FarmConfig;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.InboundConfig;
import io.gatefarm.gateway.config.LeaseConfig;
import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.gateway.config.ListenerConfig;
import io.gatefarm.gateway.config.PingConfig;
import io.gatefarm.gateway.config.TlsConfig;
import io.gatefarm.gateway.http.HttpPorts;
import io.gatefarm.gateway.http.StaticFiles;
import io.gatefarm.redis.process.FarmSettings;
import io.gatefarm.redis.process.SettingException;
import io.gatefarm.redis.process.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of the gateway process: which variable or flag becomes which part of the config. */
final class GatewaySettings {
    private static final Duration TICK = Duration.ofMillis(100);

    private GatewaySettings() {}

    /** Asks for every setting there is. */
    static GatewayConfig config(Settings settings) {
        return new GatewayConfig(
                farm(settings),
                listen(settings),
                admission(settings),
                client(settings),
                inbound(settings),
                lease(settings));
    }

    private static FarmConfig farm(Settings settings) {
        var farm = FarmSettings.read(settings);
        return new FarmConfig(farm.redis(), farm.app(), farm.partitions());
    }

    private static ListenConfig listen(Settings settings) {
        var defaults = ListenConfig.DEFAULTS;
        String host = settings.text("host", defaults.first().host(), "address for clients");
        int port = settings.integer("port", defaults.first().port(), 0, 65535, "port for clients; 0 takes a free one");
        boolean tls = settings.flag("tls", "true when clients must speak TLS there");
        List<ListenerConfig> more = settings.list(
                "listeners",
                "more addresses for clients: name=host:port or name=tls://host:port, ..",
                ListenerConfig::parse);
        Optional<Path> certificates = settings.file("tls-cert", "certificate chain of TLS listeners, PEM", file -> {});
        Optional<Path> key = settings.file("tls-key", "its private key, PEM (PKCS#8)", file -> {});
        String adminHost = settings.text("admin-host", defaults.adminHost(), "address for health and metrics");
        int adminPort = settings.integer("admin-port", defaults.adminPort(), 0, 65535, "port for health and metrics");
        String files = settings.value(
                "static-files", defaults.staticFiles(), "folder served at /, or classpath:folder", StaticFiles::check);
        var first = checked(settings.written("host"), () -> ListenerConfig.first(host, port, tls));
        List<ListenerConfig> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        Optional<TlsConfig> certificate = tls(settings, certificates, key);
        String written = settings.written(all.stream().anyMatch(ListenerConfig::isTls) ? "tls" : "tls-cert");
        boolean isTlsAlone = all.stream().anyMatch(ListenerConfig::isTls) != certificate.isPresent();
        return checked(
                isTlsAlone ? written : settings.written("listeners"),
                () -> new ListenConfig(all, certificate, adminHost, adminPort, files));
    }

    private static Optional<TlsConfig> tls(Settings settings, Optional<Path> certificates, Optional<Path> key) {
        if (certificates.isPresent() != key.isPresent()) {
            throw new SettingException(settings.written("tls-cert") + " and " + settings.written("tls-key")
                    + " go together, but only one is given");
        }
        String written = settings.written("tls-cert") + " and " + settings.written("tls-key");
        return certificates.map(chain ->
                checked(written, () -> HttpPorts.check(new TlsConfig(chain, key.orElseThrow()))));
    }

    private static AdmissionConfig admission(Settings settings) {
        var defaults = AdmissionConfig.DEFAULTS;
        List<String> origins = settings.list(
                "allowed-origins",
                "origins of pages that may connect, https://app.example.com, ..; none lets all",
                o -> o);
        int max = settings.integer(
                "max-connections",
                defaults.maxConnections(),
                0,
                Integer.MAX_VALUE,
                "clients of this gateway; 0 no limit");
        int perAddress = settings.integer(
                "max-per-address",
                defaults.maxConnectionsPerAddress(),
                0,
                Integer.MAX_VALUE,
                "clients of one address; 0 no limit");
        List<String> proxies =
                settings.list("trusted-proxies", "proxies whose X-Forwarded-For counts: 10.0.0.0/8, ..", p -> p);
        List<String> protocols =
                settings.list("sub-protocols", "sub-protocols of the app; none takes the first offered", p -> p);
        var none = AdmissionConfig.DEFAULTS;
        checked(
                settings.written("allowed-origins"),
                () -> Admission.check(none.withAllowedOrigins(origins.toArray(String[]::new))));
        checked(
                settings.written("trusted-proxies"),
                () -> Admission.check(none.withTrustedProxies(proxies.toArray(String[]::new))));
        return new AdmissionConfig(origins, max, perAddress, proxies, protocols);
    }

    /** What is made of several settings, or an error that names the one that most likely is wrong. */
    private static <T> T checked(String written, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new SettingException(written + ": " + e.getMessage());
        }
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
        Duration interval = settings.duration(
                "ping-interval", defaults.interval(), Duration.ZERO, "silence before a ping; 0 never");
        String text = settings.text("ping-text", defaults.text(), "message sent instead of a WebSocket ping");
        PingConfig.Kind kind = settings.value(
                "ping-kind",
                text.isEmpty() ? "frame" : "text",
                "frame, text, or none when clients must speak by themselves",
                GatewaySettings::pingKind);
        int limit = settings.integer(
                "ping-limit", defaults.limit(), 0, 1000, "silent intervals before a close; 0 never closes");
        Duration idle = settings.duration(
                "idle-timeout", defaults.idleTimeout(), Duration.ZERO, "silence before a close; 0 never");
        return checked(settings.written("ping-kind"), () -> new PingConfig(interval, kind, text, limit, idle));
    }

    private static PingConfig.Kind pingKind(String name) {
        return switch (name) {
            case "frame" -> PingConfig.Kind.FRAME;
            case "text" -> PingConfig.Kind.TEXT;
            case "none" -> PingConfig.Kind.NONE;
            default -> throw new IllegalArgumentException("must be frame, text or none but is \"" + name + "\"");
        };
    }

    private static InboundConfig inbound(Settings settings) {
        var defaults = InboundConfig.DEFAULTS;
        return new InboundConfig(
                settings.bytes(
                        "inbound-buffer",
                        defaults.bufferBytes(),
                        1 << 10,
                        16L << 30,
                        "events held until workers have finished them"),
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
