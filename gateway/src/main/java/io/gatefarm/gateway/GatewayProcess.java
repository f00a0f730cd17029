package io.gatefarm.gateway;

import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.http.PortException;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.process.FarmSettings;
import io.gatefarm.redis.process.SettingException;
import io.gatefarm.redis.process.Settings;
import java.io.PrintStream;
import java.util.Map;

/**
 * The gateway as a process of its own. It ends with 2 for a bad setting and 1 when it cannot start, each with one line; SIGTERM,
 * Ctrl-C and {@code gatefarm-cli stop} stop it in order, the last with 0.
 */
public final class GatewayProcess {
    private static final int CANNOT_START = 1;
    private static final int BAD_SETTING = 2;

    private GatewayProcess() {}

    public static void main(String[] args) throws InterruptedException {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "gateway-logback.xml");
        }
        int status = run(System.getenv(), args, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs until the gateway is closed; returns the exit status. */
    static int run(Map<String, String> environment, String[] flags, PrintStream out, PrintStream err)
            throws InterruptedException {
        Settings settings;
        GatewayConfig config;
        try {
            settings = Settings.read(environment, flags);
            config = GatewaySettings.config(settings);
            if (settings.wantsHelp()) {
                out.print("Settings of the gateway, each as a flag and as a variable:\n" + settings.help());
                return 0;
            }
            settings.end();
        } catch (SettingException e) {
            return end(err, e, BAD_SETTING);
        }
        try (var gateway = GatewayServer.start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-stop"));
            gateway.awaitClosed();
            return 0;
        } catch (IllegalArgumentException e) {
            return end(err, e, BAD_SETTING);
        } catch (RedisUnavailableException e) {
            return end(err, FarmSettings.explain(settings, e), CANNOT_START);
        } catch (PortException | RedisRefusedException e) {
            return end(err, e, CANNOT_START);
        }
    }

    private static int end(PrintStream err, RuntimeException cause, int status) {
        return end(err, String.valueOf(cause.getMessage()), status);
    }

    private static int end(PrintStream err, String why, int status) {
        err.println("gatefarm gateway: " + why);
        return status;
    }
}
