import { Breadcrumb, BreadcrumbItem, Flex, FlexItem, PageSection, Text, TextContent, Title } from "@patternfly/react-core";
import { useEffect, type ReactNode } from "react";
import { Link } from "react-router-dom";
import { usePath } from "./session";

/** A page as the stock ones look: heading, a sentence, the way back, and what can be done with the whole of it. */
export function Room(props: {
  title: string;
  description?: ReactNode;
  parent?: { label: string; path: string };
  actions?: ReactNode;
  children: ReactNode;
}) {
  const path = usePath();
  useTitle(props.title);
  return (
    <>
      <PageSection variant="light">
        {props.parent && (
          <Breadcrumb className="pf-v5-u-mb-sm">
            <BreadcrumbItem
              render={({ className }) => (
                <Link className={className} to={path(props.parent!.path)}>
                  {props.parent!.label}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>{props.title}</BreadcrumbItem>
          </Breadcrumb>
        )}
        <Flex
          justifyContent={{ default: "justifyContentSpaceBetween" }}
          alignItems={{ default: "alignItemsFlexStart" }}
          gap={{ default: "gapMd" }}
        >
          <FlexItem className="gh-heading">
            <TextContent>
              <Title headingLevel="h1" data-testid="page-heading">
                {props.title}
              </Title>
              {props.description && <Text component="p">{props.description}</Text>}
            </TextContent>
          </FlexItem>
          {props.actions && <FlexItem>{props.actions}</FlexItem>}
        </Flex>
      </PageSection>
      <PageSection variant="light">{props.children}</PageSection>
    </>
  );
}

/** The tab of the browser says which page it shows; other pages have the console's own title. */
function useTitle(title: string) {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} | ${before.split(" | ").at(-1) ?? ""}`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
