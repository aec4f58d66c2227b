package dev.spindle.testing.contract;

import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.VersionedMemory;

class InMemoryMemoryContractTest extends VersionedMemoryContract {
    @Override
    protected VersionedMemory memory() {
        return new InMemoryMemory();
    }
}
