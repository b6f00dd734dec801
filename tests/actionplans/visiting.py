"""What a visitor reads on a public page of plans."""

from bs4 import BeautifulSoup


def soup(client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def codes_of(page: BeautifulSoup) -> list[str]:
    return [cell.get_text() for cell in page.select("td.n")]
