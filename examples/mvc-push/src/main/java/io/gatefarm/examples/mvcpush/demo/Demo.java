package io.gatefarm.examples.mvcpush.demo;

import io.gatefarm.examples.mvcpush.MvcPushApplication;
import io.gatefarm.gateway.GatewayServer;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.push.Gateway;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.worker.PushOnlyEvents;
import io.gatefarm.worker.Worker;
import io.gatefarm.worker.WorkerConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Redis, worker, gateway and web application in one process: {@code try (var demo = Demo.start(plan)) { .. }}. Thread-safe. */
final class Demo implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Demo.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final RedisSource redis;
    private final GatewayServer gateway;
    private final ConfigurableApplicationContext web;

    private Demo(DemoPlan plan) {
        try {
            redis = opened(RedisSource.open(plan.redisUri().isBlank() ? null : plan.redisUri()));
            opened(Worker.start(WorkerConfig.of(redis.uri(), plan.app()), new PushOnlyEvents()));
            gateway = opened(GatewayServer.start(GatewayConfig.defaults(redis.uri(), plan.app())
                    .withListen(ListenConfig.DEFAULTS.withPorts(plan.gatewayPort(), plan.adminPort()))));
            web = opened(web(plan));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything, or nothing: what had started is closed again when a part cannot start. */
    static Demo start(DemoPlan plan) {
        return new Demo(plan);
    }

    /** Closed in the opposite order: the last one started first. */
    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    private ConfigurableApplicationContext web(DemoPlan plan) {
        var application = new SpringApplication(MvcPushApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false); // the demo closes it, in its turn
        Map<String, Object> properties = Map.of(
                "server.port", plan.port(),
                "gatefarm.redis-uri", redis.uri(),
                "gatefarm.app", plan.app(),
                "mvc-push.gateway-uri", "ws://{host}:" + gateway.port() + "/");
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("demo", properties))); // before the environment's GATEFARM_ variables
        return application.run();
    }

    /** The web application's port. */
    int port() {
        return Integer.parseInt(Objects.requireNonNull(web.getEnvironment().getProperty("local.server.port")));
    }

    int gatewayPort() {
        return gateway.port();
    }

    String redisUri() {
        return redis.uri();
    }

    /** The web application's bean. */
    Gateway gatewayBean() {
        return web.getBean(Gateway.class);
    }

    /** The rest goes on. */
    void stopApplication() {
        web.close();
    }

    /** What runs where and what to try, for the terminal. */
    String describe(String app) {
        String pushOnce =
                "java --enable-native-access=ALL-UNNAMED -cp \"examples/mvc-push/target/*:examples/mvc-push/target/lib/*\""
                        + " io.gatefarm.examples.mvcpush.PushOnce";
        return "\nGatefarm's push example is running. Ctrl-C stops everything.\n\n"
                + line("open", "http://localhost:" + port() + "/ in two browsers, with two names")
                + line("gateway", "ws://localhost:" + gatewayPort() + "/")
                + line("redis", redis.describe())
                + line("try", pushOnce + " \\")
                + line(
                        "",
                        "     --redis-uri " + RedisConfig.masked(redis.uri()) + " --app " + app
                                + " --to-all \"hello from the shell\"")
                + "\n";
    }

    private static String line(String what, String value) {
        return String.format("  %-8s%s%n", what, value);
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly: {}", part.getClass().getSimpleName(), e.getMessage());
            }
        }
        closed.countDown();
    }
}
