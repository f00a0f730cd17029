package io.gatefarm.cli;

import io.gatefarm.cli.view.GroupsView;
import io.gatefarm.push.Cursor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code groups}: the groups with members, page by page. */
@Command(name = "groups", sortOptions = false, description = "Lists groups with their numbers of members.")
final class GroupsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Mixin
    private PageOptions page = new PageOptions();

    @Override
    public Integer call() {
        try (Farm farm = options.open()) {
            var groups = farm.gateway().groups(page.cursor());
            var members = farm.gateway().countClients(groups.items());
            page.print(
                    spec,
                    new GroupsView(members),
                    groups.next().map(Cursor::position).orElse(""));
        }
        return CliProcess.DONE;
    }
}
