package dev.spindle.testing.contract;

import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;

class InMemoryMemoryContractTest extends VersionedMemoryContract {
    @Override
    protected Memory.Versioned memory() {
        return new InMemoryMemory();
    }
}
