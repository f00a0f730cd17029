package io.gatefarm.worker;

import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.process.FarmSettings;
import io.gatefarm.redis.process.SettingException;
import io.gatefarm.redis.process.Settings;
import io.gatefarm.worker.admin.AdminAddress;
import io.gatefarm.worker.admin.AdminPort;
import io.gatefarm.worker.admin.Metering;
import io.gatefarm.worker.admin.PortException;
import io.gatefarm.worker.partition.Retries;
import io.gatefarm.worker.partition.WorkLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/**
 * The worker as a process of its own, for an {@link Events} class that is found by name. It ends with 2 for a bad setting and 1
 * when it cannot start, each with one line; SIGTERM, Ctrl-C and {@code gatefarm-cli stop} stop it in order, the last with 0, and
 * {@code gatefarm-cli reload} with 75, so that its supervisor starts it again.
 */
public final class WorkerProcess {
    private static final int CANNOT_START = 1;
    private static final int BAD_SETTING = 2;

    private WorkerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "worker-logback.xml");
        }
        int status = run(System.getenv(), args, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs until the worker is closed; returns the exit status. */
    static int run(Map<String, String> environment, String[] flags, PrintStream out, PrintStream err)
            throws InterruptedException {
        Settings settings;
        WorkerConfig config;
        Events events;
        AdminAddress admin;
        try {
            settings = Settings.read(environment, flags);
            config = config(settings);
            admin = admin(settings);
            String className = settings.text("events", "", "class name of the app's Events, or push-only");
            if (settings.wantsHelp()) {
                out.print("Settings of the worker, each as a flag and as a variable:\n" + settings.help());
                return 0;
            }
            settings.end();
            events = EventsClass.create(className);
        } catch (SettingException e) {
            return end(err, e, BAD_SETTING);
        }
        try (var metering = new Metering();
                var port = AdminPort.open(admin, metering.registry()::scrape);
                var worker = Worker.start(config, events, metering.registry())) {
            port.show(worker::notReady);
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "gatefarm-stop"));
            worker.awaitClosed();
            return worker.exitStatus();
        } catch (IllegalArgumentException e) {
            return end(err, e, BAD_SETTING);
        } catch (RedisUnavailableException e) {
            return end(err, FarmSettings.explain(settings, e), CANNOT_START);
        } catch (IllegalStateException | PortException | RedisRefusedException e) {
            return end(err, e, CANNOT_START);
        }
    }

    private static WorkerConfig config(Settings settings) {
        var farm = FarmSettings.read(settings);
        String name = settings.value("name", "worker", "name of the worker, for people", WorkerConfig::checkedName);
        return new WorkerConfig(farm.redis(), farm.app(), name, farm.partitions(), limits(settings));
    }

    private static AdminAddress admin(Settings settings) {
        String host = settings.text("admin-host", "0.0.0.0", "address for health and metrics");
        int port = settings.integer("admin-port", 9283, -1, 65535, "port for health and metrics; -1 for none");
        return new AdminAddress(host, port);
    }

    private static WorkLimits limits(Settings settings) {
        var defaults = WorkLimits.DEFAULTS;
        return new WorkLimits(
                defaults.lease(), // no setting: all workers must count on the same
                settings.integer(
                        "open-events", defaults.openEvents(), 16, 512, "events of a partition read and not finished"),
                settings.integer("commit-events", defaults.commitEvents(), 1, 512, "finished events before a commit"),
                settings.duration(
                        "commit-interval", defaults.commitInterval(), Duration.ofMillis(1), "time before a commit"),
                settings.duration(
                        "hand-over", defaults.handOver(), Duration.ZERO, "time for running handlers at a stop"),
                retries(settings));
    }

    private static Retries retries(Settings settings) {
        var defaults = Retries.NONE;
        return new Retries(
                settings.integer(
                        "retries", defaults.limit(), 0, Retries.MOST, "further tries of an event whose handler fails"),
                settings.duration(
                        "retry-pause", defaults.pause(), Duration.ofMillis(1), "before the second try, then doubled"));
    }

    private static int end(PrintStream err, RuntimeException cause, int status) {
        return end(err, String.valueOf(cause.getMessage()), status);
    }

    private static int end(PrintStream err, String why, int status) {
        err.println("gatefarm worker: " + why);
        return status;
    }
}
