package dev.spindle.retrieval;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class LucenePassageIndexTest {
    @Nested
    class InMemory extends PassageIndexContract.Shared {
        @Override
        PassageIndex open() {
            return PassageIndex.inMemory();
        }
    }

    @Nested
    class OnDisk extends PassageIndexContract.Shared {
        @TempDir
        private Path folder;

        @Override
        PassageIndex open() {
            return PassageIndex.in(folder.resolve("index"));
        }
    }
}
