package io.gatefarm.cli;

import io.gatefarm.cli.view.LettersView;
import io.gatefarm.push.Cursor;
import io.gatefarm.redis.stream.DeadLetter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code letters list}: the dead letters, oldest first or newest first, page by page. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists dead letters, oldest first.%nA cursor is for pages in the same order.")
final class LettersListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Mixin
    private PageOptions page = new PageOptions();

    @Option(names = "--newest", description = "The newest first, also on the pages after the first")
    private boolean newest;

    @Override
    public Integer call() {
        Cursor cursor = page.cursor();
        try (Farm farm = options.open()) {
            int limit = cursor.limit() + 1;
            List<DeadLetter> found = farm.await(
                    newest
                            ? farm.letters().newest(cursor.position(), limit)
                            : farm.letters().list(cursor.position(), limit));
            boolean more = found.size() > cursor.limit();
            List<DeadLetter> shown = more ? found.subList(0, cursor.limit()) : found;
            page.print(
                    spec,
                    new LettersView(shown),
                    more ? shown.get(shown.size() - 1).id() : "");
        }
        return CliProcess.DONE;
    }
}
