import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { useParams } from "react-router-dom";
import { OpenPolicy } from "./OpenPolicy";

/** One policy with all that belongs to it. */
export default function PolicyPage() {
  const { id = "" } = useParams();
  return <LoadedPolicy key={id} id={id} />;
}

function LoadedPolicy({ id }: { id: string }) {
  const api = useApi();
  const policy = useLoad<Schemas["Policy"]>(() => data(api.GET("/policies/{id}", { params: { path: { id } } })), [id]);
  return (
    <>
      {!policy.value && <ViewHeader titleKey="ghPolicy" />}
      <Load of={policy}>{(value) => <OpenPolicy policy={value} reload={policy.reload} />}</Load>
    </>
  );
}
