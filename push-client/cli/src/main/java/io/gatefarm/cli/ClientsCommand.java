package io.gatefarm.cli;

import io.gatefarm.cli.view.ClientsView;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.Page;
import io.gatefarm.redis.directory.Listing;
import io.gatefarm.redis.key.Names;
import io.gatefarm.redis.overview.ClientReading;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clients}: who is connected, page by page. */
@Command(
        name = "clients",
        sortOptions = false,
        description = "Lists connected clients, all or those of a gateway, a group or a uid.")
final class ClientsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @ArgGroup(exclusive = true)
    private Of of = new Of();

    @Mixin
    private PageOptions page = new PageOptions();

    private static final class Of {
        @Option(names = "--gateway", paramLabel = "ID", description = "Clients of this gateway")
        private @Nullable String gateway;

        @Option(names = "--group", paramLabel = "GROUP", description = "Members of this group")
        private @Nullable String group;

        @Option(names = "--uid", paramLabel = "UID", description = "Clients of this uid, all of them")
        private @Nullable String uid;

        /** In words, or "" of all clients. */
        String words() {
            if (gateway != null) {
                return "gateway " + gateway;
            }
            if (group != null) {
                return "group " + group;
            }
            return uid != null ? "uid " + uid : "";
        }
    }

    @Override
    public Integer call() {
        try (Farm farm = options.open()) {
            Listing ids = ids(farm);
            List<ClientReading> clients = farm.await(farm.overview().clients(ids.names()));
            page.print(spec, new ClientsView(clients), ids.next());
            if (clients.isEmpty() && !of.words().isEmpty() && page.isFirst()) {
                throw new CannotException(of.words() + " has no client");
            }
        }
        return CliProcess.DONE;
    }

    private Listing ids(Farm farm) {
        Cursor cursor = page.cursor();
        String gateway = of.gateway;
        if (gateway != null) {
            return farm.await(farm.overview().clientIdsOfGateway(gateway, cursor.position(), cursor.limit()));
        }
        String uid = of.uid;
        if (uid != null) {
            return new Listing(farm.gateway().clientIdsOfUid(Names.check("uid", uid)), "");
        }
        String group = of.group;
        Page<String> ids = group != null
                ? farm.gateway().clientIdsOfGroup(Names.check("group", group), cursor)
                : farm.gateway().clientIds(cursor);
        return new Listing(ids.items(), ids.next().map(Cursor::position).orElse(""));
    }
}
