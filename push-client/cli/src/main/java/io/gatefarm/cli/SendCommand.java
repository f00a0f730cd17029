package io.gatefarm.cli;

import io.gatefarm.push.Receipt;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.event.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code send}: a push from the shell or a cron job. */
@Command(name = "send", sortOptions = false, description = "Sends a message to clients.")
final class SendCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private To to = new To();

    @Option(names = "--except", paramLabel = "ID", description = "But not to this client; repeatable")
    private List<String> except = List.of();

    @Option(names = "--binary", description = "As a binary message")
    private boolean binary;

    @Parameters(paramLabel = "TEXT", description = "The message; - reads it from standard input")
    private String text = "";

    private static final class To {
        @Option(names = "--client", paramLabel = "ID", description = "To this client; repeatable")
        private List<String> clients = List.of();

        @Option(names = "--uid", paramLabel = "UID", description = "To every client of this uid; repeatable")
        private List<String> uids = List.of();

        @Option(names = "--group", paramLabel = "GROUP", description = "To every member of this group; repeatable")
        private List<String> groups = List.of();

        @Option(names = "--all", description = "To every client")
        private boolean all;
    }

    @Override
    public Integer call() throws IOException {
        Message message = message(System.in);
        try (Farm farm = options.open()) {
            Receipt receipt = farm.await(send(farm, message));
            if (receipt.status() == Receipt.Status.OFFLINE) {
                throw new CannotException("nobody was there to send it to");
            }
            spec.commandLine().getOut().println("sent to " + Words.count(receipt.clients(), "client"));
        }
        return CliProcess.DONE;
    }

    private CompletionStage<Receipt> send(Farm farm, Message message) {
        SendOptions how = SendOptions.DEFAULTS.except(except);
        if (to.all) {
            return farm.gateway().sendToAll(message, how);
        }
        if (!to.groups.isEmpty()) {
            return farm.gateway().sendToGroups(to.groups, message, how);
        }
        return to.uids.isEmpty()
                ? farm.gateway().sendToClients(to.clients, message, how)
                : farm.gateway().sendToUids(to.uids, message, how);
    }

    private Message message(InputStream input) throws IOException {
        byte[] bytes = text.equals(STANDARD_INPUT) ? input.readAllBytes() : text.getBytes(StandardCharsets.UTF_8);
        // text as text: bytes that are no UTF-8 would close every client
        return binary ? Message.binary(bytes) : Message.text(new String(bytes, StandardCharsets.UTF_8));
    }
}
