package io.gatefarm.gateway.check;

import io.gatefarm.redis.process.SettingException;
import io.gatefarm.redis.process.Settings;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Connects to a gateway as a client, sends a request and waits for an answer that holds a text: what only a worker can give. It
 * tries again until its time is up, and ends with 0 when the answer came, 1 when not, 2 for a bad flag.
 */
public final class AnswerCheck {
    private static final int NO_ANSWER = 1;
    private static final int BAD_SETTING = 2;
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);

    private AnswerCheck() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.out, System.err));
    }

    /** Returns the exit status. */
    public static int run(String[] flags, PrintStream out, PrintStream err) throws InterruptedException {
        Question question;
        try {
            var settings = Settings.read(Map.of(), flags);
            question = question(settings);
            if (settings.wantsHelp()) {
                out.print("Settings of the check, as flags:\n" + settings.help());
                return 0;
            }
            settings.end();
        } catch (SettingException e) {
            err.println("gatefarm check: " + e.getMessage());
            return BAD_SETTING;
        }
        return ask(question, out, err);
    }

    private static Question question(Settings settings) {
        return new Question(
                settings.value("url", "ws://127.0.0.1:8282/", "where the gateway is, ws:// or wss://", URI::create),
                settings.text("request", "", "message that is sent first; none when empty"),
                settings.text("expect", "", "text that an answer must hold; any answer when empty"),
                settings.duration("limit", DEFAULT_LIMIT, SHORTEST_LIMIT, "time that all may take"));
    }

    private static int ask(Question question, PrintStream out, PrintStream err) throws InterruptedException {
        long start = System.nanoTime();
        try (var attempts = new Attempts(question)) {
            String answer = attempts.answer();
            long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
            out.println("answered in " + ms + " ms: " + answer);
            return 0;
        } catch (NoAnswerException e) {
            err.println("gatefarm check: no answer from " + question.url() + " within "
                    + question.limit().toSeconds() + " s: " + e.getMessage());
            return NO_ANSWER;
        }
    }
}
