package io.gatefarm.cli;

import io.gatefarm.push.Close;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.event.Message;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kick}: closes clients with 4100, upon which they do not connect again by themselves. */
@Command(
        name = "kick",
        sortOptions = false,
        description = "Closes clients with code 4100: they shall not reconnect by themselves.")
final class KickCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--message", paramLabel = "TEXT", description = "A last message, sent before the close")
    private @Nullable String message;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "kicked", description = "Stands in the close frame")
    private String reason = "";

    private static final class Whom {
        @Option(names = "--client", paramLabel = "ID", description = "This client; repeatable")
        private List<String> clients = List.of();

        @Option(names = "--uid", paramLabel = "UID", description = "Every client of this uid; repeatable")
        private List<String> uids = List.of();
    }

    @Override
    public Integer call() {
        Close close = Close.kick(reason);
        String last = message;
        Close how = last == null ? close : close.after(Message.text(last));
        try (Farm farm = options.open()) {
            long kicked = 0;
            for (String client : whom.clients) {
                kicked += clients(farm.await(farm.gateway().closeClient(client, how)));
            }
            for (String uid : whom.uids) {
                kicked += clients(farm.await(farm.gateway().closeUid(uid, how)));
            }
            if (kicked == 0) {
                throw new CannotException("nobody was there to be kicked");
            }
            spec.commandLine().getOut().println("kicked " + Words.count(kicked, "client"));
        }
        return CliProcess.DONE;
    }

    private static long clients(Receipt receipt) {
        return receipt.clients();
    }
}
