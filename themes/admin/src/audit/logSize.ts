import { data, useApi, useLoad } from "@gatehouse/shared";

/** How many records the log has: numbers have no gaps, so the newest one tells. */
export function useLogSize() {
  const api = useApi();
  return useLoad(async () => {
    const { items } = await data(api.GET("/audit/events", { params: { query: { limit: 1 } } }));
    return items.length ? items[0].seq + 1 : 0;
  }, []);
}
