package dev.spindle.retrieval.citation;

import java.util.List;

/**
 * How the citations of an answer hold.
 *
 * @param claims the answer's sentences that state something, in its order
 */
public record CitationReport(List<Claim> claims) {
    /** Copies the claims. */
    public CitationReport {
        claims = List.copyOf(claims);
    }

    /** Whether every sentence that cites is supported; what is not cited does not count. */
    public boolean holds() {
        return claims.stream().allMatch(claim -> claim.verdict().holds() || claim.verdict() == Verdict.UNCITED);
    }

    /** The sentences that do not hold. */
    public List<Claim> doubtful() {
        return claims.stream().filter(claim -> !claim.verdict().holds()).toList();
    }
}
