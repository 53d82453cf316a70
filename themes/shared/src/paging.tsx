import { Pagination } from "@patternfly/react-core";
import { useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { useLoad, type Loaded } from "./context";

export type PageOf<T> = { items: T[]; pagination: { limit: number; next_cursor?: string | null; total?: number | null } };
export type PageQuery = { limit: number; cursor?: string };
export type Paged<T> = Loaded<PageOf<T>> & { items: T[]; bar: JSX.Element | null };

/**
 * A list that is read page by page with the API's cursors. Going back uses the cursors met before. `key` names the filters:
 * when it changes, the list starts over.
 */
export function usePaged<T>(load: (page: PageQuery) => Promise<PageOf<T>>, key: readonly unknown[]): Paged<T> {
  const { t } = useTranslation();
  const filter = JSON.stringify(key);
  const [at, setAt] = useState<{ filter: string; cursors: string[]; limit: number }>({ filter, cursors: [], limit: 20 });
  const here = at.filter === filter ? at : { filter, cursors: [], limit: at.limit };
  const cursor = here.cursors.at(-1);
  const loaded = useLoad(() => load({ limit: here.limit, cursor }), [filter, here.limit, cursor]);
  const next = loaded.value?.pagination.next_cursor ?? undefined;
  const items = loaded.value?.items ?? [];
  const page = here.cursors.length + 1;
  const bar =
    page === 1 && !next && items.length <= 20 ? null : (
      <Pagination
        isCompact
        // On narrow screens PatternFly leaves the buttons to a second bar below the list, which we have not.
        style={{ "--pf-v5-c-pagination__nav--Display": "inline-flex" } as CSSProperties}
        toggleTemplate={({ firstIndex }: { firstIndex?: number }) => (
          <>{`${firstIndex ?? 0} - ${(firstIndex ?? 1) - 1 + items.length}`}</>
        )}
        titles={{
          paginationAriaLabel: t("ghPagination"),
          toPreviousPageAriaLabel: t("ghPreviousPage"),
          toNextPageAriaLabel: t("ghNextPage"),
          optionsToggleAriaLabel: t("ghRowsPerPage"),
          perPageSuffix: t("ghPerPage"),
        }}
        itemCount={(page - 1) * here.limit + items.length + (next ? 1 : 0)}
        perPage={here.limit}
        perPageOptions={[20, 50, 100].map((value) => ({ title: String(value), value }))}
        page={page}
        isDisabled={loaded.loading}
        onNextClick={() => next && setAt({ ...here, cursors: [...here.cursors, next] })}
        onPreviousClick={() => setAt({ ...here, cursors: here.cursors.slice(0, -1) })}
        onPerPageSelect={(_event, limit) => setAt({ filter, cursors: [], limit })}
      />
    );
  return { ...loaded, items, bar };
}
